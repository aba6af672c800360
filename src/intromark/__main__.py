"""`python -m intromark` is the command `intromark`."""

from intromark.cli import main

if __name__ == "__main__":
    main()
