"""Where the app's two pages lie, as Streamlit names them: paths relative to `streamlit_app.py`."""

RECOGNIZE_PAGE = "mnist_app/ui/recognize/recognize_page.py"
EXPLORE_PAGE = "mnist_app/ui/explore/explore_page.py"
