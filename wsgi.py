"""What gunicorn serves."""

from clusterorg.app import create_app

app = create_app()
