from constants import VERSION as __version__
