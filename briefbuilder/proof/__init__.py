"""The steps of the stage `inspect`: what a page must print, and the account of what it did print."""
