"""How a grid is drawn: layers, folium map, legends."""
