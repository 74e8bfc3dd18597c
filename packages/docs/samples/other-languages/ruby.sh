ruby mint.rb
