"""The reports that can be made, each a module that declares its layout, and what several of them share."""
