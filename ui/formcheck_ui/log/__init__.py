"""The training log in the window: whose sets are kept, and the pages that show them."""
