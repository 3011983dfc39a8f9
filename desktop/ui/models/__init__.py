"""Item models: plain, tested classes between the registers and the tables that show them."""
