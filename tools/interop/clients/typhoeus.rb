# Typhoeus over libcurl, which upstream's Ruby client stands on, with the headers that it sends.
require "typhoeus"

# On a connection that was used before, libcurl itself sends again what was reset.
STDIN.each_line(chomp: true) do |line|
  method, url, mode, body, *headers = line.split("\t")
  sent = {
    "Accept" => "application/json",
    "Content-Type" => "application/json",
    "User-Agent" => "OpenAPI-Generator/1.0.0/ruby"
  }
  sent["Transfer-Encoding"] = "chunked" if mode == "chunked"
  headers.each do |header|
    name, value = header.split(": ", 2)
    sent[name] = sent.key?(name) ? [sent[name], value] : value
  end
  answer = Typhoeus::Request.new(url, method: method.downcase.to_sym, headers: sent, body: mode == "none" ? nil : body.to_s, timeout: 5, forbid_reuse: true).run
  if answer.code.zero? || answer.return_code != :ok
    puts "error\t#{answer.return_code}"
  else
    puts [answer.code, answer.headers["Retry-After"], answer.headers["WWW-Authenticate"], answer.body].join("\t")
  end
  STDOUT.flush
end
