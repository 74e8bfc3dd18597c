require 'time'
require 'melio-platform-api-client'

MelioPlatformApiClient.configure do |config|
  config.api_key['ApiKey'] = 'YOUR API KEY'
end

api_instance = MelioPlatformApiClient::AuthApi.new
idempotency_key = 'idempotency_key_example'
opts = {
  melio_account: 'melio_account_example'
}

begin
  result = api_instance.post_auth_token(idempotency_key, opts)
  p result
rescue MelioPlatformApiClient::ApiError => e
  puts "Error when calling AuthApi->post_auth_token: #{e}"
end
