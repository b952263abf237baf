"""HTTP: the API, the page's routes, who may do what, and the client of another process."""
