"""The quadruple helix and the sub-groups of each strand."""

from enum import StrEnum


class Helix(StrEnum):
    """The four strands; an organisation stands in exactly one of them within a cluster."""

    BUSINESS = "business"
    KNOWLEDGE = "knowledge"
    GOVERNMENT = "government"
    CIVIL_SOCIETY = "civil_society"

    @property
    def letter(self) -> str:
        """B, K, G or C: shown beside the colour, so that colour never stands alone."""
        return self.value[0].upper()


class SubGroup(StrEnum):
    """Groups inside a strand. A bank may be business by law and civil society by role."""

    ENTERPRISE = "enterprise"
    BUSINESS_FEDERATION = "business_federation"
    INCUBATOR = "incubator"
    CLUSTER_ORGANISATION = "cluster_organisation"
    UNIVERSITY = "university"
    UNIVERSITY_COLLEGE = "university_college"
    RESEARCH_CENTRE = "research_centre"
    RESEARCH_INFRASTRUCTURE = "research_infrastructure"
    LOCAL_AUTHORITY = "local_authority"
    PROVINCE = "province"
    REGIONAL_AUTHORITY = "regional_authority"
    NATIONAL_AUTHORITY = "national_authority"
    PUBLIC_AGENCY = "public_agency"
    CONSUMERS_USERS = "consumers_users"
    EMPLOYEES = "employees"
    TRAINING_EDUCATION = "training_education"
    FINANCIAL_INSTITUTION = "financial_institution"
    SERVICE_PROVIDER = "service_provider"
    ASSOCIATION = "association"
    MEDIA = "media"
    LOCAL_ACTOR = "local_actor"


SUB_GROUPS: dict[Helix, tuple[SubGroup, ...]] = {
    Helix.BUSINESS: (
        SubGroup.ENTERPRISE,
        SubGroup.BUSINESS_FEDERATION,
        SubGroup.INCUBATOR,
        SubGroup.CLUSTER_ORGANISATION,
    ),
    Helix.KNOWLEDGE: (
        SubGroup.UNIVERSITY,
        SubGroup.UNIVERSITY_COLLEGE,
        SubGroup.RESEARCH_CENTRE,
        SubGroup.RESEARCH_INFRASTRUCTURE,
    ),
    Helix.GOVERNMENT: (
        SubGroup.LOCAL_AUTHORITY,
        SubGroup.PROVINCE,
        SubGroup.REGIONAL_AUTHORITY,
        SubGroup.NATIONAL_AUTHORITY,
        SubGroup.PUBLIC_AGENCY,
    ),
    Helix.CIVIL_SOCIETY: (
        SubGroup.CONSUMERS_USERS,
        SubGroup.EMPLOYEES,
        SubGroup.TRAINING_EDUCATION,
        SubGroup.FINANCIAL_INSTITUTION,
        SubGroup.SERVICE_PROVIDER,
        SubGroup.ASSOCIATION,
        SubGroup.MEDIA,
        SubGroup.LOCAL_ACTOR,
    ),
}
