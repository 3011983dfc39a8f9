"""The forms of US federal awards: SF-425 and SF-424A."""
