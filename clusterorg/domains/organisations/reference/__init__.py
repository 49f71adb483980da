"""Reference tables that rules look things up in; read once, lazily, never written."""
