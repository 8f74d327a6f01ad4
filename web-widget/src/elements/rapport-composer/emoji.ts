/** Emoji by name, in both languages; a table of our own, small enough to come with the first colon. */
const table = `👍 thumbs up|pouce;👎 thumbs down|pouce bas;👏 clap applause|bravo applaudir;🙏 thanks please|merci;🙌 hands hooray|hourra mains;👋 wave hello|salut bonjour;🤝 handshake deal|poignée accord;💪 strong|fort muscle;👀 eyes look|yeux regarder;✅ done check|fait coche;❌ no cross|non croix;❓ question|question;❗ important|important;⚠️ warning|attention;🔥 fire hot|feu chaud;🎉 party celebrate|fête bravo;🏆 trophy win|trophée gagné;🥳 party face|fête;💡 idea|idée ampoule;🚀 rocket launch|fusée lancement;📈 growth up chart|hausse croissance;📉 decline down chart|baisse;📊 chart|graphique;📅 calendar date|calendrier date;⏰ alarm late|réveil retard;⏳ wait|attente sablier;📌 pin|épingle;📎 attach clip|trombone;📞 phone call|téléphone appel;✉️ mail letter|courriel lettre;📦 parcel box|colis carton;🚚 truck delivery|camion livraison;🏭 factory|usine;🏢 office|bureau;🛠️ tools repair|outils réparer;🔧 wrench fix|clé;⚙️ gear settings|réglage engrenage;🧊 ice cold|glace froid;❄️ snow cold|neige froid;🌡️ temperature|température;🥛 milk dairy|lait;🧀 cheese|fromage;🐟 fish|poisson;🥩 meat|viande;🍎 apple|pomme;🍓 strawberry fruit|fraise fruit;💊 medicine pharma|médicament pharmacie;🧪 test lab|essai labo;🔬 microscope lab|microscope labo;💶 euro money|euro argent;💷 pound money|livre argent;💰 money|argent;🤑 rich|riche;🧾 invoice receipt|facture reçu;📝 note write|note écrire;📄 document page|document page;📚 books|livres;🔍 search|recherche loupe;🔒 lock|cadenas;🔑 key|clé;🎯 target goal|cible objectif;🏁 finish|arrivée fin;🧩 puzzle part|pièce;♻️ recycle|recycler;🌱 green plant|vert plante;☀️ sun|soleil;🌧️ rain|pluie;☕ coffee|café;🍽️ lunch meal|repas déjeuner;🍾 champagne|champagne;🎂 birthday cake|anniversaire gâteau;🎁 gift|cadeau;❤️ heart love|cœur amour;💙 blue heart|cœur bleu;💚 green heart|cœur vert;💔 broken heart|cœur brisé;⭐ star|étoile;✨ sparkles new|neuf étincelles;😀 grin happy|sourire content;😄 smile happy|sourire;😅 sweat phew|ouf sueur;😂 laugh tears|rire larmes;🙂 slight smile|léger sourire;😉 wink|clin;😊 blush|rougir;😍 love eyes|adore;🤔 think|réfléchir;🤨 doubt|doute;😐 neutral|neutre;😴 sleep|dormir;😬 grimace|grimace;😕 confused|confus;😟 worried|inquiet;😢 sad cry|triste;😡 angry|fâché colère;😱 shock|choc;🤯 mind blown|époustouflé;🤒 sick ill|malade;😎 cool|cool lunettes;🫡 salute|compris;🤞 fingers crossed|doigts croisés;👌 ok|ok parfait;✋ hand stop|main stop;👉 right|droite;🇫🇷 france|france;🇩🇪 germany|allemagne;🇬🇧 britain uk|royaume-uni;🇪🇺 europe|europe`;

export interface Emoji {
  sign: string;
  names: string;
}

const all: Emoji[] = table.split(';').map(entry => {
  const space = entry.indexOf(' ');
  return { sign: entry.slice(0, space), names: entry.slice(space + 1) };
});

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function findEmoji(query: string, language: string, limit = 8): { sign: string; name: string }[] {
  const wanted = plain(query);
  const name = ({ names }: Emoji) => names.split('|')[language === 'fr' ? 1 : 0]!;
  return all
    .filter(({ names }) =>
      plain(names)
        .split(/[\s|]/)
        .some(word => word.startsWith(wanted)),
    )
    .slice(0, limit)
    .map(emoji => ({ sign: emoji.sign, name: name(emoji) }));
}
