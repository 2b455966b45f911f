"""Many clips, each analysed as ``formcheck analyze`` does it, into one folder of results."""
