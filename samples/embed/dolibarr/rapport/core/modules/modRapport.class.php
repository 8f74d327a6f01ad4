<?php
/**
 * Describes the module to Dolibarr: a tab on the cards of third parties, contacts and projects.
 */
include_once DOL_DOCUMENT_ROOT.'/core/modules/DolibarrModules.class.php';

class modRapport extends DolibarrModules
{
	public function __construct($db)
	{
		$this->db = $db;
		$this->numero = 507300; // above 500000: not registered with the project
		$this->rights_class = 'rapport';
		$this->family = 'crm';
		$this->module_position = '90';
		$this->name = preg_replace('/^mod/i', '', get_class($this));
		$this->description = 'RapportDescription';
		$this->descriptionlong = 'RapportDescription';
		$this->editor_name = 'Rapport';
		$this->version = '1.0.0';
		$this->const_name = 'MAIN_MODULE_'.strtoupper($this->name);
		$this->picto = 'comment';
		$this->module_parts = array();
		$this->dirs = array();
		$this->config_page_url = array('setup.php@rapport');
		$this->depends = array();
		$this->requiredby = array();
		$this->conflictwith = array();
		$this->langfiles = array('rapport@rapport');
		$this->phpmin = array(7, 1);
		$this->need_dolibarr_version = array(18, 0);
		$this->const = array();
		$this->boxes = array();
		$this->rights = array();
		$this->menu = array();
		// object : +name of the tab : title : language file : shown : page
		$this->tabs = array(
			array('data' => 'thirdparty:+rapport:RapportTab:rapport@rapport:1:/rapport/tab.php?type=thirdparty&id=__ID__'),
			array('data' => 'contact:+rapport:RapportTab:rapport@rapport:1:/rapport/tab.php?type=contact&id=__ID__'),
			array('data' => 'project:+rapport:RapportTab:rapport@rapport:1:/rapport/tab.php?type=project&id=__ID__'),
		);
	}

	public function init($options = '')
	{
		return $this->_init(array(), $options);
	}

	public function remove($options = '')
	{
		return $this->_remove(array(), $options);
	}
}
