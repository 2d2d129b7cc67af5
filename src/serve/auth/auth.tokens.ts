/** The stores of signing in, by these names. */
export const MEMBER_STORE = Symbol('MemberStore');
export const SESSION_STORE = Symbol('SessionStore');
export const TOKEN_STORE = Symbol('TokenStore');
export const SIGN_IN_LINK_STORE = Symbol('SignInLinkStore');
