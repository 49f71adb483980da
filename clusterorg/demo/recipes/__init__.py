"""What each demo cluster is made of."""

from clusterorg.demo.recipes.empty import EMPTY
from clusterorg.demo.recipes.mecavallee import MECAVALLEE
from clusterorg.demo.recipes.photonik import PHOTONIK
from clusterorg.demo.recipes.shape import Recipe, Seed
from clusterorg.demo.recipes.smaakkust import SMAAKKUST

RECIPES = (SMAAKKUST, MECAVALLEE, PHOTONIK)

__all__ = ["EMPTY", "MECAVALLEE", "PHOTONIK", "RECIPES", "SMAAKKUST", "Recipe", "Seed"]
