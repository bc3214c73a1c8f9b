"""How a grid is drawn: layers, legend, controls, and the page they make, composed with folium."""
