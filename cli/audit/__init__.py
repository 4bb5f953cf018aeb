"""Commands of the audit log (操作日志)."""
