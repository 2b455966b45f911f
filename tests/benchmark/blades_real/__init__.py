"""FormCheck's measures of the shoulder blades beside what is seen of them in real people."""
