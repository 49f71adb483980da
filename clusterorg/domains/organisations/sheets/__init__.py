"""Tables in and out: reading uploaded CSV and XLSX, writing exports."""
