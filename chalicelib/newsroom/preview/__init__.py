"""An article on one telephone, and as a page that looks like one."""
