// Writes the pages that come from elsewhere: the references, tables of settings and the changelog.
import "./api-reference.js";
