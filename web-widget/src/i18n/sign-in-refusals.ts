import { msg, str } from '@lit/localize';

/** Why somebody who came back from their company's sign-in isn't signed in, and what to do. `by` is what people call it. */
export function signInRefusal(reason: string, by: string): string {
  switch (reason) {
    case 'sign-in-cancelled':
      return msg('You stopped at the sign-in. Try again when you like.');
    case 'sign-in-attempt-over':
      return msg('That sign-in took too long or was finished before. Start again.');
    case 'sign-in-provider-down':
      return msg(str`${by} doesn’t answer. Try again in some minutes.`);
    case 'sign-in-not-believed':
      return msg(str`What ${by} said couldn’t be verified. Try again; if that doesn’t help, tell an administrator.`);
    case 'sign-in-other-company':
      return msg('That account is of another company. Sign in with your account at work.');
    case 'sign-in-not-named':
      return msg(str`${by} didn’t say who you are in the way Rapport needs. Tell an administrator.`);
    case 'sign-in-address-not-verified':
      return msg(str`${by} doesn’t vouch for your e-mail address. Have it verified there, then sign in again.`);
    case 'sign-in-member-unknown':
      return msg('Nobody in Rapport is known by that account. Take another one, or ask an administrator.');
    case 'sign-in-member-inactive':
      return msg('That account is closed in Rapport. Ask an administrator.');
    case 'sign-in-several-members':
      return msg('Several people in Rapport have that e-mail address. Ask an administrator.');
    default:
      return msg('You aren’t signed in. Try again.');
  }
}
