npm install --save-dev tsx
