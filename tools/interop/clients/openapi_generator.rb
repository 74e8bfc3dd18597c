# The client that OpenAPI Generator generates: upstream's own, or one from our description. Reads requests, a line each
# (see README.md), of which it knows POST /auth/token without a body, and prints an answer a line.
require "uri"
require "melio-platform-api-client"

def line(status, headers, body)
  [status, headers["Retry-After"], headers["WWW-Authenticate"], body].join("\t")
end

STDIN.each_line(chomp: true) do |request|
  _, url, _, _, *fields = request.split("\t")
  headers = fields.to_h { |field| field.split(": ", 2) }
  target = URI(url)
  configuration = MelioPlatformApiClient::Configuration.new do |config|
    config.scheme = target.scheme
    config.host = "#{target.host}:#{target.port}"
    config.base_path = target.path.delete_suffix("/auth/token")
    # Upstream's generator names a key after the security scheme, an older one after the header.
    config.api_key["ApiKey"] = config.api_key["API-Key"] = headers["API-Key"]
    config.server_index = nil if config.respond_to?(:server_index=)
    config.logger.level = Logger::FATAL
  end
  api = MelioPlatformApiClient::AuthApi.new(MelioPlatformApiClient::ApiClient.new(configuration))
  begin
    options = { melio_account: headers["Melio-Account"] }.compact
    body, status, answered = api.post_auth_token_with_http_info(headers["Idempotency-Key"], options)
    puts line(status, answered, body.to_hash.to_json)
  rescue MelioPlatformApiClient::ApiError => error
    # Without an answer it has the code 0 or none.
    puts error.code.to_i.zero? ? "error\t#{error.message.lines.first&.chomp}" : line(error.code, error.response_headers, error.response_body)
  rescue ArgumentError => error
    puts "error\t#{error.message}"
  end
  STDOUT.flush
end
