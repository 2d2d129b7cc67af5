import { SetMetadata } from '@nestjs/common';

export const IS_PUBLIC = Symbol('isPublic');

/** Answers without a session or token. Everything that does not say so asks for one. */
export const Public = () => SetMetadata(IS_PUBLIC, true);
