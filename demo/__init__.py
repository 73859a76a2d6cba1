"""A school on one machine, and the story played in it. The one package that joins desktop and server."""
