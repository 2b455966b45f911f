"""The report as one HTML file with pictures and curves, which needs nothing but a browser."""
