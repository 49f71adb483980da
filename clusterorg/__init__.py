"""clusterorg: members, dues, sponsors, services, governance and labels of cluster organisations."""
