"""Whatever stands in a file or comes over the network ends as an error a user can act on."""
