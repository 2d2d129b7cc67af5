/** What signing in needs, by these names. */
export const MEMBER_STORE = Symbol('MemberStore');
export const SESSION_STORE = Symbol('SessionStore');
export const TOKEN_STORE = Symbol('TokenStore');
export const SIGN_IN_LINK_STORE = Symbol('SignInLinkStore');
export const SIGN_IN_STEP_STORE = Symbol('SignInStepStore');
export const LOCAL_PASSWORD_STORE = Symbol('LocalPasswordStore');
export const OIDC_PROVIDER = Symbol('OidcProvider');
