"""The same truth seen from three sides: the wire, workbooks and reports. Knows no Qt and no HTTP."""
