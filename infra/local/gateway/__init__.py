"""The laptop's API Gateway, Lambda and EventBridge: everything it does is read from template.yaml."""
