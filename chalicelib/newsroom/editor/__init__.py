"""The editor's page: an article's text, drafts kept while somebody types, pictures, and what pasted pages become."""
