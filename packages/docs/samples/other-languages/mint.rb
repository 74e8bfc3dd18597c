require "json"
require "net/http"
require "securerandom"

# A test sets this to the mock server's address.
base_url = ENV.fetch("MELIO_BASE_URL", "http://127.0.0.1:4010/v1")

response = Net::HTTP.post(
  URI("#{base_url}/auth/token"),
  nil,
  "Accept" => "application/json",
  "API-Key" => ENV.fetch("MELIO_API_KEY", "test-key"),
  "Idempotency-Key" => SecureRandom.uuid,
  "Melio-Account" => "acc_123"
)
raise "Melio answered #{response.code}" unless response.is_a?(Net::HTTPSuccess)
token = JSON.parse(response.body).fetch("data")
puts "#{token["accessToken"]} #{token["expiresAt"]}"
