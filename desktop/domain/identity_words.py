"""Words by which `likely_identity` tells names of persons from all else that begins with a capital letter.

All are folded (`language.folding.fold`): without case and accents.
"""

from __future__ import annotations

from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


GIVEN_NAMES: Final = _set(
    """
    abdel abdou abdoul abdoulaye abdoulaziz abdourahamane aboubacar abubakar adama adamou ahmadou ahmed aicha
    aichatou aissa aissata aissatou alassane alhassane ali aliou alioune amadou amina aminata assane awa babacar
    bakary binta bintou boubacar cheick cheikh daouda djibo djibril fati fatima fatimata fatou fatoumata habibou
    hadiza halima hamadou hamidou hamza haoua harouna hassan hassane hawa housseini hussein ibrahim ibrahima idrissa
    illiassou ismael ismaila issa issaka issoufou kadidia khadija khady lamine laouali lawali maimouna mahamadou
    mahamane mamadou mamane mariam mariama modou mohamadou mohamed mohammed moustapha moussa muhammad ndeye nafissa
    oumar oumarou ousmane ousseynou rabiou rachida rahila ramatou sadou saidou salamatou salifou salissou samira
    seydou seyni souleymane tahirou tidjani yacouba youssouf zakari zara zeinabou
    """
)
"""Given names that are common where volunteers serve; general knowledge, and of no one in particular."""

COURTESY: Final = _set(
    """
    m mr mrs ms mme mlle monsieur madame mademoiselle sieur dame me maitre dr
    """
)
"""Stand before a name, of an official as well as of anybody."""

ROLES: Final = _set(
    """
    accused detainee prisoner inmate suspect defendant victim witness complainant accuse accusee detenu detenue
    prevenu prevenue inculpe inculpee condamne condamnee victime temoin plaignant plaignante nomme nommee denomme
    denommee surnomme alias
    """
)
"""What someone is before a court, or how a name is brought in: a capital letter after it is a name."""

AROUND_PERSONS: Final = _set(
    """
    arrest arrested release released visited interviewed detained assisted represented acquitted convicted sentenced
    arrete arretee libere liberee liberation acquitte acquittee condamnation entretien assiste assistee dossier
    affaire
    """
)
"""What is told of persons: two capitals that follow close behind are a name."""

FUNCTIONS: Final = _set(
    """
    director chief head prosecutor representative adviser advisor minister judge coordinator officer manager
    president secretary ambassador deputy senior commissioner spokesperson expert directeur directrice chef cheffe
    procureur representant representante conseiller conseillere ministre juge coordonnateur coordonnatrice
    coordinateur responsable presidente secretaire ambassadeur adjoint charge
    """
)
"""Names whose function is told are those of officials, who act in public."""

PARTICLES: Final = _set(
    """
    de du des da dos van von der den el al ould ag ben bin bint ibn dit
    """
)
"""May stand between the parts of a name."""

NO_NAMES: Final = _set(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday janvier fevrier mars avril mai juin juillet aout septembre octobre novembre
    decembre lundi mardi mercredi jeudi vendredi samedi dimanche united nations unies un unv unvs volunteer
    volunteers volontaire volontaires programme program project projet office bureau unit unite pole section branch
    division department departement ministry ministere court cour tribunal justice council conseil commission
    committee comite agency agence authority republic republique state etat government gouvernement mission
    operation operations force police gendarmerie prison maison arret penitentiary penitentiaire centre center
    school ecole university universite institute institut hospital hopital hotel avenue rue road route boulevard
    street place stade stadium airport aeroport quartier village town ville region district commune prefecture
    governorate lake lac river fleuve mount mont bank banque company societe station agreement accord law loi code
    act decree decret plan strategy strategie report rapport budget action joint national nationale regional
    regionale international internationale special speciale legal juridique human rights droits aid aide north south
    east west central nord sud est ouest africa afrique african africain africaine sahel training formation
    association ong ngo fondation foundation reseau network ligue league union federation sans frontieres borders
    avocats lawyers medecins doctors barreau bar clinique clinic workshop atelier day journee world mondial burkina
    faso cote ivoire sierra leone guinea guinee bissau cabo verde boko haram islamic islamique
    """
)
"""Words of institutions, places and the calendar: what holds one of them is none of a person."""
