import { string } from '../../template/schema/field.ts';

/** Settings of provisioners that can run their command as a task with full rights. */
export const elevatedFields = {
  elevated_user: string('User of a Windows guest to run the tool as, with full rights.'),
  elevated_password: string('Password of that user; empty for service accounts.', '', { secret: true }),
} as const;
