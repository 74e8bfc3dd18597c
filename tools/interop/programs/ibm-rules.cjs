const ruleset = require("@ibm-cloud/openapi-ruleset");

module.exports = {
  extends: [ruleset],
  overrides: [
    {
      // The names of the properties are upstream's.
      files: ["**#/components/schemas/PostAuthResponseData"],
      rules: { "ibm-property-casing-convention": "off" },
    },
    {
      // The rule's table of types is OpenAPI 3.0's; 3.1 has "null".
      files: ["**#/components/schemas/Error/properties/data/anyOf"],
      rules: { "ibm-schema-type-format": "off" },
    },
  ],
};
