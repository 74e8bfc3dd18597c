python3 mint.py
