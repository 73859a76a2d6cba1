"""Shell: performs the effects of a cycle until its generator ends. The one caller of the ports."""
