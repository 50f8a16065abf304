import '../../styles/manage/lists.css';
import { withinSection } from '../address.js';
import { UserForm } from './user-form.js';
import { UserList } from './user-list.js';

/** The list of users, or the one that the address names. */
export function UsersSection() {
  const [userId] = withinSection();
  return userId === undefined ? <UserList /> : <UserForm key={userId} userId={userId} />;
}
