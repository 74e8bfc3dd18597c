/** The workflow that needs an Account. */
export const accountWorkflow = "mint-for-account";
