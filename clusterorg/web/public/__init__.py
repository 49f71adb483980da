"""Pages for anybody: a cluster's join page, its logo and colours."""
