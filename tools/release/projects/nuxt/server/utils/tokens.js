import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";

// MELIO_API_KEY, and MELIO_ENVIRONMENT or MELIO_BASE_URL
export const tokens = createTokenCache({ melio: createMelioClient() });
