"""What each command does and prints. Heavy parts are imported where they are used: the light commands stay quick."""
