# Ruby's own client. Reads requests, a line each (see README.md), and prints an answer a line.
require "net/http"
require "stringio"

connections = {}
STDIN.each_line(chomp: true) do |line|
  method, url, mode, body, *headers = line.split("\t")
  uri = URI(url)
  begin
    http = connections[uri.host + uri.port.to_s] ||= Net::HTTP.start(uri.host, uri.port, read_timeout: 5, max_retries: 0)
    request = Net::HTTPGenericRequest.new(method, mode != "none", true, uri)
    headers.each { |header| request.add_field(*header.split(": ", 2)) }
    request.body = body.to_s if mode == "length"
    if mode == "chunked"
      request["Transfer-Encoding"] = "chunked"
      request.body_stream = StringIO.new(body.to_s)
    end
    answer = http.request(request)
    puts [answer.code, answer["Retry-After"], answer["WWW-Authenticate"], answer.body].join("\t")
  rescue StandardError => error
    connections.clear
    puts "error\t#{error.class}"
  end
  STDOUT.flush
end
