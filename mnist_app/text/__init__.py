"""What the pages say and draw, as sentences, tables and charts. No Streamlit."""
