begin
  data, status_code, headers = api_instance.post_auth_token_with_http_info(idempotency_key, opts)
  p status_code # => 2xx
  p headers # => { ... }
  p data # => <PostAuthResponse>
rescue MelioPlatformApiClient::ApiError => e
  puts "Error when calling AuthApi->post_auth_token_with_http_info: #{e}"
end
