"""How dates and figures are written where Django writes them by itself: as itvf.presentation does."""
