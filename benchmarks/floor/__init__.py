"""The floor: what is left of filing a request when there is no framework, no layer and no design."""
