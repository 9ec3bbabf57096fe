"""What a reader types → what is looked for, how it is found in texts and marked in them: pure."""
