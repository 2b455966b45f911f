"""Export: videos, stills and reports of an analysed clip, made anew from its file."""
