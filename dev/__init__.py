"""What stands behind the Makefile: environments, the packaged bundle, the local cloud, deployment."""
